// Makes the three MongoDB nodes one replica set and gives it its users. Run within the first node by
// `./parley cluster up` (mongosh, by localhost), any number of times: it does only what is missing.
//
// Until the first user exists, MongoDB lets whoever comes by localhost start the set and make that user.
const fs = require('fs');
const secret = name => fs.readFileSync('/run/secrets/' + name, 'utf8').trim();
const PATIENCE_MILLIS = 60000;
// Then it changes nothing, and ends with 1 when something is missing.
const onlyAsk = process.env.ONLY_ASK === 'yes';

const admin = db.getSiblingDB('admin');

function signIn() {
  try {
    admin.auth('root', secret('mongodb-root-password'));
    return true;
  } catch (refused) {
    return false;
  }
}

function make(what, work) {
  if (onlyAsk) {
    print('missing: ' + what);
    quit(1);
  }
  work();
}

function until(what, condition) {
  const end = Date.now() + PATIENCE_MILLIS;
  while (!condition()) {
    if (Date.now() > end) {
      print('not in ' + PATIENCE_MILLIS / 1000 + ' s: ' + what);
      quit(1);
    }
    sleep(250);
  }
}

const known = signIn();
if (!admin.hello().setName) {
  make('the replica set', () =>
    rs.initiate({
      _id: 'parley',
      members: [
        // The first is preferred, so that a cluster that is whole looks the same every day.
        { _id: 0, host: 'mongodb-1:27017', priority: 2 },
        { _id: 1, host: 'mongodb-2:27017', priority: 1 },
        { _id: 2, host: 'mongodb-3:27017', priority: 1 },
      ],
    }));
}
if (!known) {
  make('the administrator', () => {
    until('the first node is the primary', () => admin.hello().isWritablePrimary);
    admin.createUser({ user: 'root', pwd: secret('mongodb-root-password'), roles: ['root'] });
    until('the new user can sign in', signIn);
  });
}
until('three members, one primary', () => {
  const states = rs.status().members.map(member => member.stateStr).sort();
  return states.join() === 'PRIMARY,SECONDARY,SECONDARY';
});

// Users are written by the primary, whichever it is now.
const primary = rs.status().members.find(member => member.stateStr === 'PRIMARY').name;
const root = encodeURIComponent(secret('mongodb-root-password'));
const writable = new Mongo('mongodb://root:' + root + '@' + primary + '/?authSource=admin').getDB('admin');
if (writable.getUser('parley') === null) {
  make('the user parley', () =>
    writable.createUser({
      user: 'parley',
      pwd: secret('mongodb-password'),
      roles: [{ role: 'readWrite', db: 'parley' }, { role: 'dbAdmin', db: 'parley' }],
    }));
}
print('ready');

package dev.parley.storage.embedded.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/// Small integers in place of names that every row would repeat: 30 bytes of a tenant's id in each row and
/// each index become one or two.
///
/// Numbers given in a transaction count only after its commit: they wait in `pending`, which only the writer
/// thread touches, and are looked up again after a rollback. A savepoint that is rolled back takes only its own
/// with it: those of other callers in the batch are committed, and nobody could read under a name not kept.
final class Numbering {
    private final String insert;
    private final String select;
    private final String selectName;
    private final Map<String, Long> committed = new ConcurrentHashMap<>();
    private final Map<Long, String> names = new ConcurrentHashMap<>();
    private final Map<String, Long> pending = new HashMap<>();
    private final List<String> sinceSavepoint = new ArrayList<>();

    /// @param table has the columns `no INTEGER PRIMARY KEY` and `name`
    Numbering(String table) {
        insert = "INSERT INTO " + table + "(name) VALUES (?)";
        select = "SELECT no FROM " + table + " WHERE name = ?";
        selectName = "SELECT name FROM " + table + " WHERE no = ?";
    }

    void load(SqliteSession session, String table) throws SQLException {
        session.query("SELECT no, name FROM " + table, row -> {
            keep(row.getString(2), row.getLong(1));
            return true;
        });
    }

    /// The number of a name that some committed transaction has used; what has none has no rows either.
    OptionalLong known(String name) {
        Long number = committed.get(name);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /// The number of `name`, given now if it has none. On the writer thread, in a transaction.
    long numberOf(SqliteSession session, String name) throws SQLException {
        Long number = committed.get(name);
        if (number == null) {
            number = pending.get(name);
        }
        if (number == null) {
            number = session.number(select, name);
        }
        if (number == null) {
            session.update(insert, name);
            number = session.number(select, name);
        }
        if (number == null) {
            throw new IllegalStateException("the row was inserted just now");
        }
        if (!committed.containsKey(name) && pending.put(name, number) == null) {
            sinceSavepoint.add(name);
        }
        return number;
    }

    /// The name of a number read from a row. A reader may see a row before [#committed] has run, hence the
    /// query.
    String nameOf(SqliteSession session, long number) throws SQLException {
        String name = names.get(number);
        if (name != null) {
            return name;
        }
        StringBuilder found = new StringBuilder();
        session.query(
                selectName,
                row -> {
                    found.append(row.getString(1));
                    return false;
                },
                number);
        return found.toString();
    }

    void committed() {
        pending.forEach(this::keep);
        pending.clear();
        sinceSavepoint.clear();
    }

    void savepoint() {
        sinceSavepoint.clear();
    }

    void rolledBackToSavepoint() {
        sinceSavepoint.forEach(pending::remove);
        sinceSavepoint.clear();
    }

    void rolledBack() {
        pending.clear();
        sinceSavepoint.clear();
    }

    private void keep(String name, long number) {
        committed.put(name, number);
        names.put(number, name);
    }
}

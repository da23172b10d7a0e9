package dev.parley.storage.cluster.s3;

import dev.parley.core.id.TenantId;
import java.util.regex.Pattern;

/// Where objects lie in the bucket: `<prefix>objects/<tenant>/<key>!`.
///
/// The `!` is in no key and comes before every character of one. So keys in the bucket have the order of ours, and
/// a server that keeps objects as files never meets `a` as a file and as the folder of `a/b`.
final class ObjectKeys {
    /// The folder of what is not an object yet.
    static final String INCOMING = "incoming/";

    private static final String OBJECTS = "objects/";
    private static final String END = "!";
    private static final int MAX_KEY_LENGTH = 200;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_./-]*");
    private static final Pattern DOTS_ONLY = Pattern.compile("(^|.*/)\\.+(/.*|$)");

    private final String prefix;

    ObjectKeys(String prefix) {
        this.prefix = prefix;
    }

    /// @throws IllegalArgumentException when `key` is none
    String object(TenantId tenant, String key) {
        if (key.length() > MAX_KEY_LENGTH
                || !KEY.matcher(key).matches()
                || DOTS_ONLY.matcher(key).matches()) {
            throw new IllegalArgumentException("not a key of an object: " + key);
        }
        return folder(tenant) + key + END;
    }

    String incoming(String name) {
        return prefix + INCOMING + name;
    }

    String folder(TenantId tenant) {
        return prefix + OBJECTS + tenant.value() + "/";
    }

    /// What keys that start with `start` start with in the bucket; a `start` that is in no key is in none there.
    String startingWith(TenantId tenant, String start) {
        return folder(tenant) + (PREFIX.matcher(start).matches() ? start : END);
    }

    /// What keys after `after` come after in the bucket.
    String after(TenantId tenant, String after) {
        return folder(tenant) + after + END;
    }

    String keyOf(TenantId tenant, String inBucket) {
        return inBucket.substring(folder(tenant).length(), inBucket.length() - END.length());
    }
}

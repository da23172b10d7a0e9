package dev.parley.storage.embedded;

import dev.parley.core.id.TenantId;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Where objects lie: `<root>/<tenant>/<segment>~/<segment>~/<last segment>`.
///
/// `~` is in no key, so a folder is never taken for an object: the keys `a` and `a/b` live beside each other as the
/// file `a` and the file `b` in `a~`. A segment of dots only is refused, so no key leaves the tenant's folder.
final class ObjectPaths {
    static final String FOLDER_MARK = "~";

    private static final int MAX_KEY_LENGTH = 200;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*");
    private static final Pattern DOTS_ONLY = Pattern.compile("(^|.*/)\\.+(/.*|$)");

    private final Path root;

    ObjectPaths(Path root) {
        this.root = root;
    }

    Path tenant(TenantId tenant) {
        return root.resolve(tenant.value());
    }

    /// @throws IllegalArgumentException when `key` is none
    Path object(TenantId tenant, String key) {
        requireKey(key);
        return tenant(tenant).resolve(key.replace("/", FOLDER_MARK + "/"));
    }

    private static void requireKey(String key) {
        if (key.length() > MAX_KEY_LENGTH
                || !KEY.matcher(key).matches()
                || DOTS_ONLY.matcher(key).matches()) {
            throw new IllegalArgumentException("not a key of an object: " + key);
        }
    }
}

package dev.parley.storage.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// One page of keys in byte order, read from the folders of [ObjectPaths].
///
/// Folders are walked in the order of their keys: `<segment>/` for a folder, `<segment>` for an object. As all keys
/// under a folder start with its own, this yields the keys sorted, and folders wholly before `after` or beside the
/// prefix are not entered. Of a folder only the smallest names that can matter are held.
final class ObjectListing {
    private final String prefix;
    private final String after;
    private final int limit;
    private final List<String> found = new ArrayList<>();

    ObjectListing(String prefix, String after, int limit) {
        this.prefix = prefix;
        this.after = after;
        this.limit = limit;
    }

    /// @param tenantFolder may be absent
    List<String> keys(Path tenantFolder) throws IOException {
        walk(tenantFolder, "");
        return found;
    }

    private void walk(Path folder, String parentKey) throws IOException {
        String last = "";
        while (found.size() < limit) {
            TreeSet<String> names = smallest(folder, parentKey, last);
            for (String name : names) {
                visit(folder, parentKey, name);
            }
            if (names.size() < limit) {
                return;
            }
            last = names.last();
        }
    }

    private void visit(Path folder, String parentKey, String name) throws IOException {
        if (found.size() == limit) {
            return;
        }
        if (name.endsWith("/")) {
            String segment = name.substring(0, name.length() - 1);
            walk(folder.resolve(segment + ObjectPaths.FOLDER_MARK), parentKey + name);
        } else {
            found.add(parentKey + name);
        }
    }

    /// The first `limit` names of a folder behind `last` that can hold keys of the page.
    private TreeSet<String> smallest(Path folder, String parentKey, String last) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = keyName(String.valueOf(entry.getFileName()));
                if (name.compareTo(last) > 0 && canMatter(parentKey + name)) {
                    names.add(name);
                    if (names.size() > limit) {
                        names.pollLast();
                    }
                }
            }
        } catch (NoSuchFileException e) {
            return names; // No object yet, or the last one of the folder was deleted just now.
        }
        return names;
    }

    private static String keyName(String fileName) {
        return fileName.endsWith(ObjectPaths.FOLDER_MARK)
                ? fileName.substring(0, fileName.length() - 1) + "/"
                : fileName;
    }

    private boolean canMatter(String key) {
        if (!key.endsWith("/")) {
            return key.startsWith(prefix) && key.compareTo(after) > 0;
        }
        boolean underPrefix = key.startsWith(prefix) || prefix.startsWith(key);
        return underPrefix && (key.compareTo(after) > 0 || after.startsWith(key));
    }
}

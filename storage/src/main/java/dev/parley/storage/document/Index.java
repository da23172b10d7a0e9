package dev.parley.storage.document;

import java.util.List;

/// An index over top-level members of the documents, always within one tenant.
///
/// A document in which an indexed member is absent is not in a unique index (so it breaks none) and sorts first in
/// others. Text sorts by its UTF-8 bytes, numbers as 64-bit integers. Instants are text in their RFC 3339 form.
///
/// @param name lower case letters, digits and `_`
/// @param fields names of top-level members, one to four, letters and digits
public record Index(String name, List<String> fields, boolean unique) {
    public Index {
        Collection.requireName(name);
        fields = List.copyOf(fields);
        if (fields.isEmpty() || fields.size() > 4) {
            throw new IllegalArgumentException("an index has one to four fields: " + name);
        }
        for (String field : fields) {
            if (!field.matches("[a-zA-Z][a-zA-Z0-9]{0,39}")) {
                throw new IllegalArgumentException("not the name of a top-level member: " + field);
            }
        }
    }

    public static Index on(String name, String... fields) {
        return new Index(name, List.of(fields), false);
    }

    public static Index unique(String name, String... fields) {
        return new Index(name, List.of(fields), true);
    }
}

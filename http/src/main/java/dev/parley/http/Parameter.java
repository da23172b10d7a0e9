package dev.parley.http;

import com.fasterxml.jackson.core.JsonPointer;

/// A parameter outside the body, as the contract declares it.
///
/// @param name as written in the contract; header names are compared without case
/// @param schema where the JSON Schema of its value stands in the document
public record Parameter(String name, In in, boolean required, JsonPointer schema) {
    /// Where the parameter stands.
    public enum In {
        PATH,
        QUERY,
        HEADER
    }
}

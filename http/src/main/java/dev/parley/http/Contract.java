package dev.parley.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.http.schema.Schemas;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A service's OpenAPI 3.1 document with the common components merged in: what the service offers, and what
/// requests and responses must look like. Immutable.
public final class Contract {
    private final String service;
    private final ObjectNode document;
    private final Map<String, Operation> operations;
    private final Schemas schemas;

    Contract(String service, ObjectNode document, List<Operation> operations) {
        this.service = service;
        this.document = document;
        this.operations = new LinkedHashMap<>();
        for (Operation operation : operations) {
            if (this.operations.put(operation.id(), operation) != null) {
                throw new IllegalStateException(service + ": two operations are called " + operation.id());
            }
        }
        this.schemas = new Schemas(service, document);
    }

    /// Reads `/openapi/<service>.yaml` from the class path, the parts that its `x-parley-parts` names, and
    /// `/openapi/common.yaml`.
    ///
    /// @throws IllegalStateException when the document is missing or says something that the kit does not
    ///     enforce: a contract that is only half checked would be worse than none
    public static Contract load(String service) {
        return ContractReader.read(service);
    }

    /// The service whose contract it is.
    public String service() {
        return service;
    }

    /// In the order of the document.
    public List<Operation> operations() {
        return List.copyOf(operations.values());
    }

    /// @throws IllegalArgumentException when the contract has no such operation
    public Operation operation(String operationId) {
        Operation operation = operations.get(operationId);
        if (operation == null) {
            throw new IllegalArgumentException("the contract of " + service + " has no operation " + operationId);
        }
        return operation;
    }

    /// The merged document, as `/documentation` shows it. A copy.
    public JsonNode document() {
        return document.deepCopy();
    }

    /// The compiled schemas of the document.
    public Schemas schemas() {
        return schemas;
    }
}

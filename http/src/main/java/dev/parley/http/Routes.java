package dev.parley.http;

import dev.parley.http.Operation.Exposure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The handlers of a contract's operations. Method and path come from the document, so that code and contract
/// cannot differ. Immutable.
public final class Routes {
    private final Contract contract;
    private final List<Route> routes;

    private Routes(Contract contract, List<Route> routes) {
        this.contract = contract;
        this.routes = List.copyOf(routes);
    }

    /// One operation and what answers it.
    public record Route(Contract contract, Operation operation, Handler handler) {}

    public static Builder of(Contract contract) {
        return new Builder(contract);
    }

    public Contract contract() {
        return contract;
    }

    /// The same without those operations that are not exposed so: what the gateway mounts.
    public Routes exposed(Exposure exposure) {
        return new Routes(
                contract,
                routes.stream()
                        .filter(route -> route.operation().exposure() == exposure)
                        .toList());
    }

    /// In the order of the contract.
    public List<Route> routes() {
        return routes;
    }

    /// Gives each operation its handler.
    public static final class Builder {
        private final Contract contract;
        private final Map<String, Handler> handlers = new HashMap<>();

        private Builder(Contract contract) {
            this.contract = contract;
        }

        /// @throws IllegalArgumentException when the contract has no such operation
        /// @throws IllegalStateException when the operation has a handler already
        public Builder on(String operationId, Handler handler) {
            contract.operation(operationId);
            if (handlers.putIfAbsent(operationId, handler) != null) {
                throw new IllegalStateException("two handlers for " + operationId);
            }
            return this;
        }

        /// Gives every operation without a handler the one that `handlerOf` makes for it: what a proxy does.
        public Builder onEvery(Function<Operation, Handler> handlerOf) {
            for (Operation operation : contract.operations()) {
                handlers.computeIfAbsent(operation.id(), id -> handlerOf.apply(operation));
            }
            return this;
        }

        /// @throws IllegalStateException when an operation has no handler
        public Routes build() {
            List<Route> routes = new ArrayList<>();
            for (Operation operation : contract.operations()) {
                Handler handler = handlers.get(operation.id());
                if (handler == null) {
                    throw new IllegalStateException(
                            "the contract of " + contract.service() + " has no handler for " + operation.id());
                }
                routes.add(new Route(contract, operation, handler));
            }
            return new Routes(contract, routes);
        }
    }
}

package dev.parley.client;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether an answer has every member that its record promises. Jackson sees to primitives; a missing member of any
/// other type it reads as null, whatever the record says, and the fault of the server would show as a
/// `NullPointerException` far from here.
final class Completeness {
    private static final ClassValue<List<Method>> PROMISED = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .filter(component -> !component.getType().isPrimitive())
                    .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                    .map(RecordComponent::getAccessor)
                    .peek(accessor -> accessor.setAccessible(true))
                    .toList();
        }
    };

    private Completeness() {}

    /// Looks into records, and into collections and maps of them.
    ///
    /// @throws IOException naming the first member that is absent and not `@Nullable`
    static void require(Object value) throws IOException {
        switch (value) {
            case Record answer -> requireMembers(answer);
            case Iterable<?> many -> requireEach(many);
            case Map<?, ?> many -> requireEach(many.values());
            default -> {}
        }
    }

    private static void requireEach(Iterable<?> many) throws IOException {
        for (Object one : many) {
            require(one);
        }
    }

    private static void requireMembers(Record answer) throws IOException {
        for (Method accessor : PROMISED.get(answer.getClass())) {
            Object member = read(accessor, answer);
            if (member == null) {
                throw new IOException("the answer lacks '" + accessor.getName() + "' of "
                        + answer.getClass().getSimpleName());
            }
            require(member);
        }
    }

    private static @Nullable Object read(Method accessor, Record answer) throws IOException {
        try {
            return accessor.invoke(answer);
        } catch (ReflectiveOperationException e) {
            throw new IOException("the answer cannot be read", e);
        }
    }
}

package dev.parley.storage.migration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.storage.document.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/// One numbered change of the form of a collection's documents.
///
/// Both directions are pure, and idempotent: a document that has the form already comes back as it was. They are
/// applied to each document at least once, one at a time, while others read and write. So the program that brings a
/// migration reads both forms until a later one of [Phase#CONTRACT] has been taken; what it adds must be a member
/// that the version before does not mind.
///
/// @param number from 1, without gaps over all collections; never changed once released
/// @param name a few words that an operator reads
/// @param forward takes a tree of its own, which it may change and return
/// @param back what the version before can read, made of the new form
public record Migration(
        int number,
        String name,
        Collection<?> collection,
        Phase phase,
        UnaryOperator<ObjectNode> forward,
        UnaryOperator<ObjectNode> back) {
    /// @throws IllegalArgumentException when the numbers are not 1, 2, 3 …
    static List<Migration> inOrder(List<Migration> migrations) {
        for (int i = 0; i < migrations.size(); i++) {
            if (migrations.get(i).number != i + 1) {
                throw new IllegalArgumentException("migration " + migrations.get(i).number + " stands where " + (i + 1)
                        + " should: " + migrations.get(i).name);
            }
        }
        return List.copyOf(migrations);
    }
}

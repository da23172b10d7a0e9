/// What search remembers beside the index. Read [KnownConversations].
@NullMarked
package dev.parley.search.store;

import org.jspecify.annotations.NullMarked;

/// What a move between stores promises. Read [MoveContract] first.
@NullMarked
package dev.parley.storage.contract.move;

import org.jspecify.annotations.NullMarked;

/// Files as they lie on disk: streams of sealed segments that can be opened anywhere. Read [FileSeal].
@NullMarked
package dev.parley.media.seal;

import org.jspecify.annotations.NullMarked;

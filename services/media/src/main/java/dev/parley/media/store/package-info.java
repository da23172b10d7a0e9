/// Where files lie. Read [MediaStore].
@NullMarked
package dev.parley.media.store;

import org.jspecify.annotations.NullMarked;

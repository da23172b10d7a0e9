/// Contract of the media service (port 3005): files shared in conversations. Read [MediaApi].
@NullMarked
package dev.parley.api.media;

import org.jspecify.annotations.NullMarked;

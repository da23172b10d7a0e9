/// `parley demo`: the main job told as a short story on the terminal, through public interfaces only. Start at
/// [dev.parley.app.demo.Demo].
@NullMarked
package dev.parley.app.demo;

import org.jspecify.annotations.NullMarked;

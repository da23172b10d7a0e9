/// `parley check`: fifteen real calls that tell whether a platform works. Start at [dev.parley.app.check.Checks].
@NullMarked
package dev.parley.app.check;

import org.jspecify.annotations.NullMarked;

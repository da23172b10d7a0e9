/// What the contracts promise to those who keep data made by them.
@NullMarked
package dev.parley.api;

import org.jspecify.annotations.NullMarked;

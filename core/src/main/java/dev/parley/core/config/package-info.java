/// Configuration: one YAML file read into records, with overrides from the environment. Read [ConfigReader] first.
@NullMarked
package dev.parley.core.config;

import org.jspecify.annotations.NullMarked;

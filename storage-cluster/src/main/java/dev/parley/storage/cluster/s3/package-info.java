/// Objects on S3.
@NullMarked
package dev.parley.storage.cluster.s3;

import org.jspecify.annotations.NullMarked;

/// The object port against S3 servers.
@NullMarked
package dev.parley.storage.cluster.s3;

import org.jspecify.annotations.NullMarked;

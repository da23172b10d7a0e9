/// Objects on S3: Amazon's, Ceph's, MinIO's or whoever speaks it. Read [S3ObjectStore] first, then [Upload] for how
/// an object comes to be there whole or not at all.
@NullMarked
package dev.parley.storage.cluster.s3;

import org.jspecify.annotations.NullMarked;

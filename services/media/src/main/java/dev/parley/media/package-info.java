/// The media service: files shared in conversations.
///
/// One noun, the file. [dev.parley.media.MediaRoutes] is its HTTP form, [dev.parley.media.MediaFiles] the use
/// cases, [dev.parley.media.FileName], [dev.parley.media.FileType] and [dev.parley.media.Validator] the rules,
/// [dev.parley.media.store] where it lies, [dev.parley.media.seal] how it lies there.
///
/// Invariants, with the test that holds each:
/// - A file is read only by who is a member at that moment (`MediaPermissionTest`).
/// - Nothing of a file lies on disk in the clear, its name and hash included (`SealedAtRestTest`).
/// - Bytes given out are those uploaded, or the read fails; never something else (`DamagedFileTest`).
/// - A file that is refused or breaks off leaves nothing; one whose upload died between its two writes leaves an object
///   that [dev.parley.media.OrphanSweep] removes (`HostileUploadTest`, `OrphanSweepTest`).
///
/// Read [dev.parley.media.MediaFiles] first.
@NullMarked
package dev.parley.media;

import org.jspecify.annotations.NullMarked;

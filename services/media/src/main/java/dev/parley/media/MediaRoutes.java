package dev.parley.media;

import dev.parley.api.media.Media;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.MediaId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Contract;
import dev.parley.http.RangeHeader;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Files over HTTP.
///
/// A download can never act as a page of ours: browsers keep to the declared type, run nothing in it, and save what
/// they could run, of which they are not even told the type (`nosniff`, CSP `sandbox`, `Content-Disposition`). It
/// may be cached by the one who asked, but is asked for again each time, so that whoever left the conversation
/// reads it no longer.
public final class MediaRoutes {
    private final MediaFiles files;

    public MediaRoutes(MediaFiles files) {
        this.files = files;
    }

    public Routes routes() {
        return Routes.of(Contract.load("media"))
                .on("uploadMedia", this::upload)
                .on("getMedia", this::get)
                .on("downloadMedia", this::download)
                .build();
    }

    private Response upload(Request request) {
        Media media = kept(request);
        return Response.created(media).withHeader("Location", "/v1/media/" + media.id());
    }

    private Media kept(Request request) {
        try {
            return files.upload(
                    request.user(),
                    new ConversationId(request.query("conversationId").orElseThrow()),
                    request.query("fileName").orElseThrow(),
                    request.header("Idempotency-Key").orElse(null),
                    request.bodyStream());
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof InterruptedIOException) {
                throw e;
            }
            // The peer has gone, which is no failure of ours.
            throw ProblemType.MALFORMED_REQUEST.because("the body broke off");
        }
    }

    private Response get(Request request) {
        return Response.ok(files.media(request.user(), mediaId(request)));
    }

    private Response download(Request request) {
        MediaFiles.ReadableFile file = files.readable(request.user(), mediaId(request));
        Validator validator = new Validator(file.media().sha256());
        if (request.header("If-None-Match").filter(validator::matchesAny).isPresent()) {
            return cacheable(Response.empty(304), validator);
        }
        try {
            return described(content(request, file, validator), file.media());
        } catch (ProblemException e) {
            if (!e.type().equals(ProblemType.RANGE_NOT_SATISFIABLE)) {
                throw e;
            }
            return Response.problem(e, request)
                    .withHeader(
                            "Content-Range",
                            RangeHeader.unsatisfied(file.media().sizeBytes()));
        }
    }

    private static Response content(Request request, MediaFiles.ReadableFile file, Validator validator) {
        String type = servedType(file.media());
        long size = file.media().sizeBytes();
        Optional<RangeHeader> range =
                request.header("If-Range").map(validator::isSame).orElse(true)
                        ? request.header("Range").flatMap(field -> RangeHeader.parse(field, size))
                        : Optional.empty();
        Response response = range.map(
                        part -> Response.stream(206, type, file.open(part.first(), part.size()), part.size())
                                .withHeader("Content-Range", part.contentRange()))
                .orElseGet(() -> Response.stream(200, type, file.open(0, size), size));
        return cacheable(response, validator).withHeader("Accept-Ranges", "bytes");
    }

    /// What could be a page, a script or a style sheet is only bytes to a browser, whatever page refers to it.
    private static String servedType(Media media) {
        return new FileType(media.contentType()).safeToShow() ? media.contentType() : "application/octet-stream";
    }

    private static Response cacheable(Response response, Validator validator) {
        return response.withHeader("ETag", validator.entityTag()).withHeader("Cache-Control", "private, no-cache");
    }

    private static Response described(Response response, Media media) {
        boolean inline = new FileType(media.contentType()).safeToShow();
        return response.withHeader("Content-Disposition", new FileName(media.fileName()).disposition(inline))
                .withHeader("Content-Security-Policy", "default-src 'none'; sandbox")
                .withHeader("Cross-Origin-Resource-Policy", "same-origin")
                .withHeader("X-Content-Type-Options", "nosniff");
    }

    private static MediaId mediaId(Request request) {
        return new MediaId(request.pathParameter("mediaId"));
    }
}

package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.media.Media;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Rights;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.MediaId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaPermissionTest {
    @TempDir
    private Path folder;

    private RunningMedia media;
    private Media file;

    @BeforeEach
    void start() throws Exception {
        media = new RunningMedia(folder);
        file = media.upload("a.txt", "words".getBytes());
    }

    @AfterEach
    void stop() throws Exception {
        media.close();
    }

    @Test
    void toAStrangerTheFileDoesNotExist() throws Exception {
        UserId stranger = media.ids.userId();
        MediaId nothing = media.ids.mediaId();

        for (String path : new String[] {"/v1/media/%s", "/v1/media/%s/content"}) {
            HttpResponse<byte[]> refused =
                    media.send(media.as(stranger, path.formatted(file.id())).build());
            HttpResponse<byte[]> absent =
                    media.send(media.as(stranger, path.formatted(nothing)).build());
            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(withoutRequest(refused)).isEqualTo(withoutRequest(absent));
        }
        HttpResponse<byte[]> cached = media.send(media.as(stranger, RunningMedia.content(file))
                .header("If-None-Match", '"' + file.sha256() + '"')
                .build());
        assertThat(cached.statusCode()).isEqualTo(404);
    }

    @Test
    void whoLeftReadsItNoLonger() throws Exception {
        assertThat(status(media.bob)).isEqualTo(200);

        media.room.leave(media.conversation, media.bob);
        assertThat(status(media.bob)).isEqualTo(404);

        media.room.join(media.conversation, media.bob);
        assertThat(status(media.bob)).isEqualTo(200);
    }

    @Test
    void nobodyUploadsWhereTheyAreNoMember() throws Exception {
        ConversationId theirs = media.ids.conversationId();
        media.room.join(theirs, media.bob);
        int before = media.objectFiles().size();

        for (ConversationId conversation : new ConversationId[] {theirs, media.ids.conversationId()}) {
            HttpResponse<byte[]> response = media.send(media.uploadAs(media.ada, conversation, "a.txt", new byte[10])
                    .build());
            assertThat(response.statusCode()).isEqualTo(404);
        }
        assertThat(media.objectFiles()).hasSize(before);
    }

    @Test
    void withoutATokenThereIsNothing() throws Exception {
        HttpRequest anonymous = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + media.port() + RunningMedia.content(file)))
                .build();

        assertThat(media.send(anonymous).statusCode()).isEqualTo(401);
    }

    @Test
    void theObjectChecksLikeTheRoutes() {
        assertThatThrownBy(() -> media.files.open(media.caller(media.ids.userId()), file.id(), 0, 10))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type().code()).isEqualTo("not-found"));
    }

    @Test
    void aBreakGlassOpensTheFilesOfItsConversation() {
        assertThat(media.files.media(opened(media.conversation), file.id()).id())
                .isEqualTo(file.id());
        assertThatThrownBy(() -> media.files.media(opened(media.ids.conversationId()), file.id()))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type().code()).isEqualTo("not-found"));
    }

    private Caller.User opened(ConversationId conversation) {
        Caller.User admin = media.caller(media.ids.userId());
        Rights rights = new Rights(Set.of(Permission.MEDIA_READ), Rights.Via.BREAK_GLASS, conversation);
        return new Caller.User(admin.tenant(), admin.user(), admin.session(), Set.of(), rights);
    }

    @Test
    void aDestroyedKeyTakesTheFileWithIt() throws Exception {
        media.destroyKey(media.store
                .file(dev.parley.core.id.TenantId.DEFAULT, file.id())
                .orElseThrow()
                .keyId());

        HttpResponse<byte[]> response =
                media.send(media.as(media.ada, RunningMedia.content(file)).build());

        assertThat(response.statusCode()).isEqualTo(410);
        assertThat(new String(response.body())).contains("key-destroyed");
    }

    private int status(UserId user) throws Exception {
        return media.send(media.as(user, RunningMedia.content(file)).build()).statusCode();
    }

    private static String withoutRequest(HttpResponse<byte[]> response) {
        return new String(response.body()).replaceAll("req_[0-9a-z]+", "req");
    }
}

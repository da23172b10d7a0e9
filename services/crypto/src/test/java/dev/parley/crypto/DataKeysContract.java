package dev.parley.crypto;

import static dev.parley.crypto.CryptoNode.OTHER_TENANT;
import static dev.parley.crypto.CryptoNode.TENANT;
import static dev.parley.crypto.CryptoNode.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.crypto.DataKey;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.crypto.DataKeysApi;
import dev.parley.core.id.KeyId;
import dev.parley.core.problem.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What [DataKeysApi] promises, whoever answers.
interface DataKeysContract {
    String CONVERSATION = "cnv_01h455vb4pex5vsknk084sn02q";
    String OTHER_CONVERSATION = "cnv_01h455vb4pex5vsknk084sn02r";
    KeyId UNKNOWN = new KeyId("key_01h455vb4pex5vsknk084sn02q");

    /// An empty service.
    DataKeysApi dataKeys();

    @Test
    default void givesOneKeyForPurposeAndSubject() {
        DataKey key = conversationKey();
        assertThat(key.material().lengthBytes()).isEqualTo(32);
        assertThat(key.purpose()).isEqualTo(DataKeyPurpose.CONVERSATION);
        assertThat(key.subject()).isEqualTo(CONVERSATION);
        assertThat(conversationKey()).isEqualTo(key);
        assertThat(dataKeys().dataKey(TENANT, key.id())).isEqualTo(key);
    }

    @Test
    default void givesDifferentKeysForDifferentPurposesSubjectsAndTenants() {
        List<DataKey> keys = List.of(
                conversationKey(),
                dataKeys().obtain(TENANT, DataKeyPurpose.CONVERSATION, OTHER_CONVERSATION),
                dataKeys().obtain(OTHER_TENANT, DataKeyPurpose.CONVERSATION, CONVERSATION),
                dataKeys().obtain(TENANT, DataKeyPurpose.AUDIT, USER.value()),
                dataKeys().obtain(TENANT, DataKeyPurpose.AUDIT, "anonymous"),
                dataKeys().obtain(TENANT, DataKeyPurpose.SEARCH, TENANT.value()));
        assertThat(keys.stream().map(DataKey::id)).doesNotHaveDuplicates();
        assertThat(keys.stream().map(DataKey::material)).doesNotHaveDuplicates();
    }

    @Test
    default void givesSameKeyToConcurrentFirstCalls() throws Exception {
        Callable<DataKey> first = this::conversationKey;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Set<DataKey> keys = new HashSet<>();
            for (Future<DataKey> key :
                    threads.invokeAll(Stream.generate(() -> first).limit(32).toList())) {
                keys.add(key.get());
            }
            assertThat(keys).hasSize(1);
        }
    }

    @Test
    default void makesNoSecondKeyAfterDestruction() {
        DataKey key = conversationKey();
        DataKey untouched = dataKeys().obtain(TENANT, DataKeyPurpose.CONVERSATION, OTHER_CONVERSATION);
        dataKeys().destroy(TENANT, key.id());
        refuses("key-destroyed", this::conversationKey);
        refuses("key-destroyed", () -> dataKeys().dataKey(TENANT, key.id()));
        dataKeys().destroy(TENANT, key.id());
        refuses("key-destroyed", this::conversationKey);
        assertThat(dataKeys().dataKey(TENANT, untouched.id())).isEqualTo(untouched);
    }

    @Test
    default void knowsNothingOfKeysOfOtherTenants() {
        DataKey key = conversationKey();
        refuses("not-found", () -> dataKeys().dataKey(OTHER_TENANT, key.id()));
        refuses("not-found", () -> dataKeys().destroy(OTHER_TENANT, key.id()));
        refuses("not-found", () -> dataKeys().dataKey(TENANT, UNKNOWN));
        refuses("not-found", () -> dataKeys().destroy(TENANT, UNKNOWN));
        assertThat(conversationKey()).isEqualTo(key);
    }

    @Test
    default void refusesSubjectsThatAreNotOfThePurpose() {
        refusesSubject(DataKeyPurpose.CONVERSATION, USER.value());
        refusesSubject(DataKeyPurpose.CONVERSATION, "anonymous");
        refusesSubject(DataKeyPurpose.AUDIT, CONVERSATION);
        refusesSubject(DataKeyPurpose.SEARCH, OTHER_TENANT.value());
        refusesSubject(DataKeyPurpose.SEARCH, "x".repeat(64));
    }

    private DataKey conversationKey() {
        return dataKeys().obtain(TENANT, DataKeyPurpose.CONVERSATION, CONVERSATION);
    }

    private void refusesSubject(DataKeyPurpose purpose, String subject) {
        refuses("validation-failed", () -> dataKeys().obtain(TENANT, purpose, subject));
    }

    private static void refuses(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.type().code()).isEqualTo(code));
    }
}

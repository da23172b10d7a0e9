package dev.parley.storage.contract.object;

import static dev.parley.storage.contract.Fixtures.awaitLatch;
import static dev.parley.storage.contract.object.ObjectStoreContract.assertAbsent;
import static dev.parley.storage.contract.object.ObjectStoreContract.content;
import static dev.parley.storage.contract.object.ObjectStoreContract.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.object.ByteRange;
import dev.parley.storage.object.ObjectStore;
import dev.parley.storage.object.ObjectTooLargeException;
import dev.parley.storage.object.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// An object is there whole or not at all, and comes back byte for byte, in whole or in part.
public interface WholeObjectContract extends ObjectStoreContract {
    @Test
    default void returnsContentAndItsHash() {
        TenantId tenant = Fixtures.freshTenant();
        byte[] abc = {'a', 'b', 'c'};
        // FIPS 180-2, B.1
        StoredObject expected =
                new StoredObject("docs/abc.txt", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(objects().put(tenant, "docs/abc.txt", new ByteArrayInputStream(abc), 3))
                .isEqualTo(expected);
        assertThat(objectsElsewhere().stat(tenant, "docs/abc.txt")).contains(expected);
        assertThat(read(objectsElsewhere(), tenant, "docs/abc.txt")).isEqualTo(abc);
    }

    @Test
    default void storesEveryLength() {
        TenantId tenant = Fixtures.freshTenant();
        for (int length : List.of(0, 1, 65_535, 65_536, 65_537, 6 << 20)) {
            put(tenant, "o" + length, content(length));
            assertThat(read(objects(), tenant, "o" + length)).isEqualTo(content(length));
            assertThat(objects().stat(tenant, "o" + length).orElseThrow().sizeBytes())
                    .isEqualTo(length);
        }
    }

    @Test
    default void readsRanges() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, "letters", Fixtures.utf8("abcdefghij"));
        assertRange(tenant, new ByteRange(0, 3), "abc");
        assertRange(tenant, new ByteRange(4, 2), "ef");
        assertRange(tenant, new ByteRange(8, 100), "ij");
        assertRange(tenant, new ByteRange(9, Long.MAX_VALUE), "j");
        assertRange(tenant, new ByteRange(10, 1), "");
        assertRange(tenant, new ByteRange(1000, 5), "");
        assertRange(tenant, new ByteRange(3, 0), "");
    }

    private void assertRange(TenantId tenant, ByteRange range, String expected) {
        assertThat(read(objects(), tenant, "letters", range).orElseThrow())
                .asString()
                .isEqualTo(expected);
    }

    @Test
    default void findsNothingWhereNothingWasPut() {
        assertAbsent(objects(), Fixtures.freshTenant(), "absent");
    }

    @Test
    default void leavesNothingOfContentThatIsTooLong() {
        TenantId tenant = Fixtures.freshTenant();
        assertThatThrownBy(() -> objects().put(tenant, "long", new ByteArrayInputStream(content(1001)), 1000))
                .isInstanceOf(ObjectTooLargeException.class);
        assertAbsent(objects(), tenant, "long");
        objects().put(tenant, "long", new ByteArrayInputStream(content(1000)), 1000);
        assertThat(read(objects(), tenant, "long")).hasSize(1000);
    }

    @Test
    default void leavesNothingOfStreamThatFails() {
        TenantId tenant = Fixtures.freshTenant();
        IOException broken = new IOException("the sender went away");
        assertThatThrownBy(() -> objects().put(tenant, "broken", failingAfter(200_000, broken), 1 << 20))
                .isInstanceOf(UncheckedIOException.class)
                .hasCause(broken);
        assertAbsent(objects(), tenant, "broken");
    }

    @Test
    default void leavesNothingOfStreamThatThrows() {
        TenantId tenant = Fixtures.freshTenant();
        InputStream throwing = new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException("a bug of the caller");
            }
        };
        assertThatThrownBy(() -> objects().put(tenant, "broken", throwing, 100))
                .isInstanceOf(UnsupportedOperationException.class);
        assertAbsent(objects(), tenant, "broken");
    }

    @Test
    default void doesNotCloseStreamOfCaller() {
        TenantId tenant = Fixtures.freshTenant();
        InputStream open = new ByteArrayInputStream(content(10)) {
            @Override
            public void close() {
                throw new AssertionError("the stream is the caller's");
            }
        };
        objects().put(tenant, "object", open, 10);
    }

    @Test
    default void isAbsentUntilPutReturns() throws InterruptedException {
        TenantId tenant = Fixtures.freshTenant();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        InputStream slow = new InputStream() {
            private int left = 100_000;

            @Override
            public int read() {
                if (left == 10) {
                    entered.countDown();
                    awaitLatch(leave);
                }
                return left-- > 0 ? 'x' : -1;
            }
        };
        Thread putting = Thread.startVirtualThread(() -> objects().put(tenant, "slow", slow, 1 << 20));
        awaitLatch(entered);
        assertAbsent(objectsElsewhere(), tenant, "slow");
        leave.countDown();
        putting.join();
        assertThat(read(objectsElsewhere(), tenant, "slow")).hasSize(100_000);
    }

    @Test
    default void deletesAndDeletesAgain() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, "a/b/c", content(10));
        put(tenant, "a/d", content(10));
        objects().delete(tenant, "a/b/c");
        objects().delete(tenant, "a/b/c");
        objects().delete(tenant, "never/there");
        assertAbsent(objectsElsewhere(), tenant, "a/b/c");
        assertThat(read(objects(), tenant, "a/d")).hasSize(10);
        put(tenant, "a/b/c", content(20));
        assertThat(read(objects(), tenant, "a/b/c")).hasSize(20);
    }

    @Test
    default void keepsTenantsApart() {
        TenantId one = Fixtures.freshTenant();
        TenantId other = Fixtures.freshTenant();
        put(one, "same", content(1));
        assertAbsent(objects(), other, "same");
        put(other, "same", content(2));
        objects().delete(other, "same");
        assertThat(read(objects(), one, "same")).hasSize(1);
    }

    @Test
    default void putsAndDeletesBesideEachOther() {
        TenantId tenant = Fixtures.freshTenant();
        List<Callable<Boolean>> calls = IntStream.range(0, 12)
                .mapToObj(i -> (Callable<Boolean>) () -> {
                    for (int round = 0; round < 40; round++) {
                        put(tenant, "shared/folder/o" + i, content(100 + i));
                        assertThat(read(objects(), tenant, "shared/folder/o" + i))
                                .isEqualTo(content(100 + i));
                        objects().delete(tenant, "shared/folder/o" + i);
                    }
                    return true;
                })
                .toList();
        Fixtures.concurrently(calls);
        assertThat(objects().list(tenant, "", "", 10)).isEmpty();
    }

    @Test
    default void keepsObjectsOverReopening() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, "a/b", content(100_000));
        StoredObject before = objects().stat(tenant, "a/b").orElseThrow();
        ObjectStore again = reopenedObjects();
        assertThat(read(again, tenant, "a/b")).isEqualTo(content(100_000));
        assertThat(again.stat(tenant, "a/b")).contains(before);
    }

    @Test
    default void answersCheckWhileOpen() {
        objects().check();
    }

    @Test
    default void isUnavailableAfterClose() {
        ObjectStore store = objects();
        TenantId tenant = Fixtures.freshTenant();
        store.close();
        store.close();
        InputStream content = new ByteArrayInputStream(content(1));
        assertThatThrownBy(store::check).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.put(tenant, "key", content, 1)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.open(tenant, "key", ByteRange.ALL))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.stat(tenant, "key")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.delete(tenant, "key")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.list(tenant, "", "", 1)).isInstanceOf(StoreUnavailableException.class);
    }

    private static InputStream failingAfter(int bytes, IOException failure) {
        return new InputStream() {
            private int left = bytes;

            @Override
            public int read() throws IOException {
                if (left == 0) {
                    throw failure;
                }
                left--;
                return 'x';
            }
        };
    }
}

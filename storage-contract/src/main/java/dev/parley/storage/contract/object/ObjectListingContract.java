package dev.parley.storage.contract.object;

import static dev.parley.storage.contract.object.ObjectStoreContract.assertRefused;
import static dev.parley.storage.contract.object.ObjectStoreContract.content;
import static dev.parley.storage.contract.object.ObjectStoreContract.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.object.StoredObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Keys are listed in byte order, by prefix, page by page; what is no key is refused.
public interface ObjectListingContract extends ObjectStoreContract {
    /// In byte order: `-` `.` `/` digits, upper case, `_`, lower case.
    List<String> SORTED = List.of(
                    "a", "a-b", "a.b", "a/b", "a/b/c", "a/b-c", "a/c", "a0", "aZ", "a_b", "ab", "ab/x", "b", "b/b/b/b")
            .stream()
            .sorted()
            .toList();

    private TenantId tenantWithSorted() {
        TenantId tenant = Fixtures.freshTenant();
        SORTED.reversed().forEach(key -> put(tenant, key, content(key.length())));
        return tenant;
    }

    private List<String> keys(TenantId tenant, String prefix, String after, int limit) {
        return objectsElsewhere().list(tenant, prefix, after, limit).stream()
                .map(StoredObject::key)
                .toList();
    }

    @Test
    default void listsInByteOrder() {
        assertThat(keys(tenantWithSorted(), "", "", 1000)).containsExactlyElementsOf(SORTED);
    }

    @Test
    default void listsWithSizeAndHash() {
        TenantId tenant = tenantWithSorted();
        for (StoredObject listed : objects().list(tenant, "", "", 1000)) {
            assertThat(objects().stat(tenant, listed.key())).contains(listed);
        }
    }

    @Test
    default void keepsKeysThatAreFoldersOfOthers() {
        TenantId tenant = tenantWithSorted();
        for (String key : SORTED) {
            assertThat(read(objects(), tenant, key)).isEqualTo(content(key.length()));
        }
    }

    @Test
    default void listsByPrefix() {
        TenantId tenant = tenantWithSorted();
        for (String prefix : List.of("a", "a/", "a/b", "a/b/", "ab", "b/b", "c", "a/b/c", "a/b/c/d")) {
            assertThat(keys(tenant, prefix, "", 1000))
                    .as("prefix %s", prefix)
                    .containsExactlyElementsOf(SORTED.stream()
                            .filter(key -> key.startsWith(prefix))
                            .toList());
        }
    }

    @Test
    default void pagesWithoutGapOrRepeat() {
        TenantId tenant = tenantWithSorted();
        for (int size : List.of(1, 2, 3, 5, 100)) {
            List<String> all = new ArrayList<>();
            String after = "";
            for (List<String> page = keys(tenant, "", after, size);
                    !page.isEmpty();
                    page = keys(tenant, "", after, size)) {
                assertThat(page).hasSizeLessThanOrEqualTo(size);
                all.addAll(page);
                after = page.getLast();
            }
            assertThat(all).as("pages of %s", size).containsExactlyElementsOf(SORTED);
        }
    }

    @Test
    default void startsAfterKeyThatIsNotThere() {
        TenantId tenant = tenantWithSorted();
        for (String after : List.of("a/a", "a/b/b", "a.", "aa", "zzz", "A")) {
            assertThat(keys(tenant, "", after, 1000))
                    .as("after %s", after)
                    .containsExactlyElementsOf(SORTED.stream()
                            .filter(key -> key.compareTo(after) > 0)
                            .toList());
        }
    }

    @Test
    default void listsManyKeysInOneFolder() {
        TenantId tenant = Fixtures.freshTenant();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String key = "folder/%04d".formatted(i);
            put(tenant, key, new byte[0]);
            expected.add(key);
        }
        assertThat(keys(tenant, "folder/", "", 50)).containsExactlyElementsOf(expected.subList(0, 50));
        assertThat(keys(tenant, "folder/", "folder/0049", 50)).containsExactlyElementsOf(expected.subList(50, 100));
        assertThat(keys(tenant, "folder/", "folder/0099", 50)).containsExactlyElementsOf(expected.subList(100, 120));
    }

    @Test
    default void refusesLimitOutOfRange() {
        TenantId tenant = Fixtures.freshTenant();
        for (int limit : List.of(0, -1, 1001)) {
            assertThatThrownBy(() -> objects().list(tenant, "", "", limit))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void acceptsEveryCharacterOfKeys() {
        TenantId tenant = Fixtures.freshTenant();
        for (String key : List.of("a", "Z9_-.", "..a", "a..", ".hidden/x", "x".repeat(200), "a/".repeat(99) + "ab")) {
            put(tenant, key, content(5));
            assertThat(read(objects(), tenant, key)).isEqualTo(content(5));
        }
    }

    @Test
    default void refusesWhatIsNoKey() {
        for (String key : List.of(
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "../a",
                "a/../b",
                "a/./b",
                "a/...",
                "...",
                "a b",
                "a\\b",
                "a~",
                "a:b",
                "ä",
                "a\u0000b",
                "a\nb",
                "a\n",
                "x".repeat(201))) {
            assertRefused(objects(), key);
        }
    }
}

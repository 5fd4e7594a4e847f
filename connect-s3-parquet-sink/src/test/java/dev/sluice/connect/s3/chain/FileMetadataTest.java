// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileMetadataTest {
    private static final FileMetadata METADATA = new FileMetadata(
            8813, 12, 1_000L, 2_000L, new FileMetadata.Origin("Wärehouse sink", "layout"), "0f1e", "tag-1");

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(FileMetadata.parse(METADATA.toUserMetadata())).contains(METADATA);
    }

    @Test
    void aRecordWithoutATimestampLeavesItOut() {
        FileMetadata timeless =
                new FileMetadata(1, 1, null, null, new FileMetadata.Origin("sink", "layout"), "0f1e", "tag-1");

        assertThat(FileMetadata.parse(timeless.toUserMetadata())).contains(timeless);
    }

    @Test
    void storesMayChangeTheCaseOfNames() {
        Map<String, String> shouted = new HashMap<>();
        METADATA.toUserMetadata().forEach((name, value) -> shouted.put(name.toUpperCase(Locale.ROOT), value));

        assertThat(FileMetadata.parse(shouted)).contains(METADATA);
    }

    @Test
    void valuesAreAsciiBecauseTheyTravelInHeaders() {
        assertThat(METADATA.toUserMetadata().values())
                .allMatch(value -> value.chars().allMatch(c -> c > 31 && c < 127));
    }

    @Test
    void metadataOfOthersIsNotTakenForOurs() {
        assertThat(FileMetadata.parse(Map.of())).isEmpty();
        assertThat(FileMetadata.parse(Map.of("sluice-next-offset", "x", "sluice-tag", "t")))
                .isEmpty();
    }
}

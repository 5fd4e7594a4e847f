// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaMetadataTest {
    @Test
    void aRecordIsToldFromAnotherByItsTimestamp() {
        assertThat(SchemaMetadata.isOfAnother(SchemaMetadata.of(7L), 7L)).isFalse();
        assertThat(SchemaMetadata.isOfAnother(SchemaMetadata.of(7L), 8L)).isTrue();
    }

    @Test
    void aRecordWithoutATimestampIsAnotherThanOneThatHasOne() {
        assertThat(SchemaMetadata.isOfAnother(SchemaMetadata.of(null), null)).isFalse();
        assertThat(SchemaMetadata.isOfAnother(SchemaMetadata.of(null), 7L)).isTrue();
        assertThat(SchemaMetadata.isOfAnother(SchemaMetadata.of(7L), null)).isTrue();
    }

    @Test
    void aStoreMayChangeTheCaseOfNames() {
        assertThat(SchemaMetadata.isOfAnother(Map.of("Sluice-Timestamp", "7"), 8L))
                .isTrue();
    }

    @Test
    void anObjectWithoutMetadataIsOfNoOtherRecord() {
        assertThat(SchemaMetadata.isOfAnother(Map.of("other", "7"), 8L)).isFalse();
    }
}

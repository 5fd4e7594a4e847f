// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataFieldTest {
    @ParameterizedTest
    @CsvSource({
        "op, op, __op",
        "source.ts_ms, source.ts_ms, __source_ts_ms",
        "a.b.c, a.b.c, __a_b_c",
        "op:OPERATION, op, __OPERATION",
        "source.ts_ms : at, source.ts_ms, __at",
        "op:a.b, op, __a.b"
    })
    void theNotationIsDebeziums(String text, String reference, String outputName) {
        assertThat(MetadataField.parse(text, "__")).isEqualTo(new MetadataField(reference, outputName));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "op:", ":at", ".op", "source.", "a..b"})
    void anEmptyNameIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> MetadataField.parse(text, "__"));
    }
}

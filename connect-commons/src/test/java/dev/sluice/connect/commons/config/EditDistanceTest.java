// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {
    @ParameterizedTest
    @CsvSource({"'','',0", "a,'',1", "flush,flush,0", "flsuh,flush,1", "kitten,sitting,3", "batch,batches,2"})
    void countsTheEdits(String a, String b, int distance) {
        assertThat(EditDistance.between(a, b)).isEqualTo(distance);
        assertThat(EditDistance.between(b, a)).isEqualTo(distance);
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.commons;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {
    @Test
    void itIsTheBeginningOfSha256InEveryProcess() {
        // printf abc | sha256sum
        assertThat(Fingerprint.of("abc")).isEqualTo("ba7816bf8f01cfea");
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ByteChunksTest {
    @Property(tries = 100, seed = "1")
    void whatIsAppendedIsReadBackWholeAndInSlices(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        var chunks = new ByteChunks();
        var expected = new ByteArrayOutputStream();
        for (int i = 0; i < 10; i++) {
            byte[] some = new byte[random.nextInt(50_000)];
            random.nextBytes(some);
            chunks.append(some, 0, some.length);
            expected.write(some);
            chunks.append(i);
            expected.write(i);
        }
        byte[] all = expected.toByteArray();
        int from = random.nextInt(all.length);
        int count = random.nextInt(all.length - from);

        assertThat(chunks.length()).isEqualTo(all.length);
        assertThat(read(chunks)).isEqualTo(all);
        assertThat(read(chunks.slice(from, count))).isEqualTo(Arrays.copyOfRange(all, from, from + count));
    }

    @Test
    void littleIsHeldForLittle() {
        var chunks = new ByteChunks();
        assertThat(chunks.heldBytes()).isZero();

        chunks.append(1);
        assertThat(chunks.heldBytes()).isEqualTo(1024);
        chunks.append(new byte[2000], 0, 2000);
        assertThat(chunks.heldBytes()).isEqualTo(2048);
        chunks.append(new byte[200_000], 0, 200_000);
        assertThat(chunks.heldBytes()).isEqualTo(4 * 65_536);
    }

    private static byte[] read(Content content) throws IOException {
        try (var in = content.open()) {
            return in.readAllBytes();
        }
    }
}

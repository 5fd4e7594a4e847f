// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectTreeTest {
    @TempDir
    private Path bucket;

    @TempDir
    private Path copy;

    @Test
    void filesAreCountedDrawnAndCopied() throws Exception {
        write("topics/orders/day=20/hour=01/a.parquet", 10);
        write("topics/orders/day=20/hour=01/b.parquet", 20);
        write("topics/orders/day=20/hour=01/c.parquet", 30);
        write("topics/orders/day=20/hour=02/d.parquet", 40);
        write("topics/orders/day=20/hour=02/upload.tmp", 99);
        Files.createDirectories(bucket.resolve("topics/deleted/day=19"));
        ObjectTree tree = new ObjectTree(bucket);

        assertThat(tree.totals()).isEqualTo(new ObjectTree.Totals(4, 100));
        assertThat(tree.draw(2).stream()
                        .map(line -> line.replaceAll(" {3,}", " ").strip()))
                .containsExactly(
                        "topics/orders/day=20/",
                        "hour=01/",
                        "a.parquet 10 B",
                        "b.parquet 20 B",
                        "… 1 more",
                        "hour=02/",
                        "d.parquet 40 B");
        tree.copyTo(copy);
        assertThat(copy.resolve("topics/orders/day=20/hour=02/d.parquet")).hasSize(40);
    }

    @Test
    void aBucketThatIsNotThereYetIsEmpty() throws Exception {
        assertThat(new ObjectTree(bucket.resolve("none")).totals()).isEqualTo(new ObjectTree.Totals(0, 0));
    }

    private void write(String name, int size) throws Exception {
        Path file = bucket.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[size]);
    }
}

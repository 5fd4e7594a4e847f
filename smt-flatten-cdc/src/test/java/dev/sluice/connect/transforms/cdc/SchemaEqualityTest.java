// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

class SchemaEqualityTest {
    @Property(tries = 2000, seed = "20261120")
    void theAnswerIsThatOfConnect(@ForAll int seed, @ForAll boolean alike) {
        Schema one = schema(new Random(seed), 3);
        Schema other = alike ? schema(new Random(seed), 3) : schema(new Random(seed + 1), 3);
        Schema almost = changed(one, new Random(seed));

        assertThat(SchemaEquality.areEqual(one, other)).isEqualTo(one.equals(other));
        assertThat(SchemaEquality.areEqual(one, almost)).isEqualTo(one.equals(almost));
        Statistics.collect(one.equals(other));
        Statistics.coverage(coverage -> {
            coverage.check(true).percentage(share -> share > 30);
            coverage.check(false).percentage(share -> share > 30);
        });
    }

    @Test
    void aFieldThatDiffersBehindTwoThatShareASchemaIsSeen() {
        Schema row = SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
        Schema same = SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).build();
        Schema wider = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();

        assertThat(SchemaEquality.areEqual(envelope(row, row, row), envelope(same, same, same)))
                .isTrue();
        assertThat(SchemaEquality.areEqual(envelope(row, row, row), envelope(same, same, wider)))
                .isFalse();
        assertThat(SchemaEquality.areEqual(envelope(row, row, row), envelope(same, wider, same)))
                .isFalse();
    }

    @Test
    void aSchemaOfAnotherMakeIsAskedItself() {
        SchemaBuilder builder = SchemaBuilder.int32();

        assertThat(SchemaEquality.areEqual(builder, builder)).isTrue();
        assertThat(SchemaEquality.areEqual(builder, Schema.INT32_SCHEMA)).isFalse();
        assertThat(SchemaEquality.areEqual(Schema.INT32_SCHEMA, builder)).isFalse();
    }

    private static Schema envelope(Schema first, Schema second, Schema third) {
        return SchemaBuilder.struct()
                .field("a", first)
                .field("b", second)
                .field("c", third)
                .build();
    }

    private static Schema schema(Random random, int depth) {
        SchemaBuilder builder =
                switch (random.nextInt(depth == 0 ? 3 : 6)) {
                    case 0 -> SchemaBuilder.int32().defaultValue(random.nextInt(2));
                    case 1 -> SchemaBuilder.string();
                    case 2 -> SchemaBuilder.bytes().defaultValue(new byte[] {(byte) random.nextInt(2)});
                    case 3 -> SchemaBuilder.array(schema(random, depth - 1));
                    case 4 -> SchemaBuilder.map(schema(random, depth - 1), schema(random, depth - 1));
                    default -> {
                        SchemaBuilder struct = SchemaBuilder.struct();
                        Schema shared = schema(random, depth - 1);
                        for (int i = random.nextInt(4); i > 0; i--) {
                            struct.field("f" + i, random.nextBoolean() ? shared : schema(random, depth - 1));
                        }
                        yield struct;
                    }
                };
        return described(builder, random).build();
    }

    private static SchemaBuilder described(SchemaBuilder builder, Random random) {
        if (random.nextBoolean()) {
            builder.name("n" + random.nextInt(2)).version(random.nextInt(2));
        }
        if (random.nextBoolean()) {
            builder.parameter("p", "v" + random.nextInt(2)).doc("d" + random.nextInt(2));
        }
        return random.nextBoolean() ? builder.optional() : builder;
    }

    /** The same but for one thing. */
    private static Schema changed(Schema schema, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> Schemas.optional(schema);
            case 1 -> Schemas.withoutDefault(schema);
            default -> Schemas.withDefault(schema, 7);
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.connect.transforms.CapturedLog;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class PlanCacheTest {
    private final List<Schema> compiled = new ArrayList<>();

    @Test
    void oneInstanceIsPlannedOnce() {
        PlanCache<Object> cache = cache(2);
        Schema schema = schema("a");

        Object plan = cache.planFor(schema);

        assertThat(cache.planFor(schema)).isSameAs(plan);
        assertThat(cache.planFor(schema)).isSameAs(plan);
        assertThat(compiled).containsExactly(schema);
    }

    @Test
    void equalInstancesShareOnePlan() {
        PlanCache<Object> cache = cache(2);

        Object plan = cache.planFor(schema("a"));

        for (int i = 0; i < 10; i++) {
            assertThat(cache.planFor(schema("a"))).isSameAs(plan);
        }
        assertThat(compiled).hasSize(1);
    }

    @Test
    void schemasInTurnAreEachPlannedOnceWhileThereIsRoom() {
        PlanCache<Object> cache = cache(2);
        Schema a = schema("a");
        Schema b = schema("b");
        Object planOfA = cache.planFor(a);
        Object planOfB = cache.planFor(b);

        for (int turn = 0; turn < 3; turn++) {
            assertThat(cache.planFor(a)).isSameAs(planOfA).isNotSameAs(planOfB);
            assertThat(cache.planFor(b)).isSameAs(planOfB);
        }
        assertThat(compiled).containsExactly(a, b);
    }

    @Test
    void theLeastRecentlyUsedPlanMakesRoom() {
        PlanCache<Object> cache = cache(2);
        Object planOfA = cache.planFor(schema("a"));
        cache.planFor(schema("b"));
        cache.planFor(schema("a"));
        cache.planFor(schema("c"));

        assertThat(cache.planFor(schema("a"))).isSameAs(planOfA);
        assertThat(compiled).hasSize(3);
        cache.planFor(schema("b"));
        assertThat(compiled).hasSize(4);
    }

    @Test
    void instancesThatNeverComeAgainDoNotFillTheMemory() {
        PlanCache<Object> cache = cache(3);

        for (int i = 0; i < 20; i++) {
            cache.planFor(schema("a"));
            assertThat(cache.instances()).isBetween(1, 3);
        }
        assertThat(compiled).hasSize(1);
    }

    @Test
    void aSchemaThatCannotBePlannedIsTriedOnce() {
        PlanCache<Object> cache = new PlanCache<>(2, schema -> {
            compiled.add(schema);
            throw new DataException("two columns of one name");
        });
        Schema schema = schema("a");

        for (Schema instance : List.of(schema, schema, schema("a"))) {
            assertThatExceptionOfType(DataException.class)
                    .isThrownBy(() -> cache.planFor(instance))
                    .withMessage("two columns of one name");
        }
        assertThat(compiled).hasSize(1);
    }

    @Test
    void aSchemaThatFailsDoesNotStandInForTheOneBeforeIt() {
        PlanCache<Object> cache = new PlanCache<>(4, schema -> {
            if (schema.name().equals("bad")) {
                throw new DataException("bad");
            }
            return schema.name();
        });
        Schema bad = schema("bad");
        assertThat(cache.planFor(schema("good"))).isEqualTo("good");

        for (int turn = 0; turn < 2; turn++) {
            assertThatExceptionOfType(DataException.class).isThrownBy(() -> cache.planFor(bad));
        }
    }

    @Test
    void aCacheThatIsTurnedOverWarnsOnceAndOnlyThen() {
        PlanCache<Object> cache = cache(2);
        cache.planFor(schema("0"));
        cache.planFor(schema("1"));
        cache.planFor(schema("2"));

        assertThat(CapturedLog.linesOf(() -> cache.planFor(schema("3"))))
                .singleElement()
                .asString()
                .contains("WARN", "schema.cache.size=2");
        assertThat(CapturedLog.linesOf(() -> {
                    for (int i = 4; i < 20; i++) {
                        cache.planFor(schema(String.valueOf(i)));
                    }
                }))
                .isEmpty();
    }

    private PlanCache<Object> cache(int capacity) {
        return new PlanCache<>(capacity, schema -> {
            compiled.add(schema);
            return new Object();
        });
    }

    private static Schema schema(String name) {
        return SchemaBuilder.struct()
                .name(name)
                .field("id", Schema.INT32_SCHEMA)
                .build();
    }
}

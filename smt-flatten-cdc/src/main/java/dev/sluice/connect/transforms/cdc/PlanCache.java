// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was worked out for each schema, found by the cheapest comparison that answers: the schema of the last record, then any instance seen
 * before, then any equal schema. Converters hand out the same instances again and again, and comparing two equal schemas of a hundred
 * columns costs more than copying the row.
 *
 * <p>Used by one task thread, as every transform is.
 */
final class PlanCache<P> {
    private static final Logger log = LoggerFactory.getLogger(PlanCache.class);

    private final int capacity;
    private final Function<Schema, P> compile;
    private final IdentityHashMap<Schema, P> byInstance = new IdentityHashMap<>();
    private final Map<Schema, P> byEquality = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable Schema lastSchema;
    private @Nullable P lastPlan;
    private long evictions;

    /** @param capacity how many plans are kept; the least recently used one makes room for a new one */
    PlanCache(int capacity, Function<Schema, P> compile) {
        this.capacity = capacity;
        this.compile = compile;
    }

    P planFor(Schema schema) {
        if (schema == lastSchema && lastPlan != null) {
            return lastPlan;
        }
        P plan = byInstance.get(schema);
        if (plan == null) {
            plan = planForEqual(schema);
            if (byInstance.size() >= capacity) {
                // Instances that never come again would fill it otherwise, and no count of uses is worth its price
                // here.
                byInstance.clear();
            }
            byInstance.put(schema, plan);
        }
        lastSchema = schema;
        lastPlan = plan;
        return plan;
    }

    private P planForEqual(Schema schema) {
        P plan = byEquality.get(schema);
        if (plan != null) {
            return plan;
        }
        P compiled = compile.apply(schema);
        if (byEquality.size() >= capacity) {
            byEquality.remove(byEquality.keySet().iterator().next());
            warnOnceWhenThrashing();
        }
        byEquality.put(schema, compiled);
        return compiled;
    }

    private void warnOnceWhenThrashing() {
        if (++evictions == capacity) {
            log.warn(
                    "{} schemas were planned anew because more than schema.cache.size={} are in use at once; raise it to spare the work",
                    evictions,
                    capacity);
        }
    }
}

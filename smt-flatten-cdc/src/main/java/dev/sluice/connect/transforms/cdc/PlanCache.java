// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was worked out for each schema, found by the cheapest comparison that answers: the schema of the last record, then any instance seen
 * before, then any equal schema, that of the last record first. Converters hand out the same instances again and again, and comparing two
 * equal schemas of a hundred columns costs more than copying the row. That a schema cannot be planned is remembered as well.
 *
 * <p>Used by one task thread, as every transform is.
 */
final class PlanCache<P> {
    private static final Logger log = LoggerFactory.getLogger(PlanCache.class);

    private final int capacity;
    private final Function<Schema, P> compile;
    private final IdentityHashMap<Schema, Outcome<P>> byInstance = new IdentityHashMap<>();
    private final Map<Schema, Outcome<P>> byEquality = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable Schema lastSchema;
    private @Nullable Outcome<P> lastOutcome;
    private @Nullable P lastPlan;
    private long evictions;

    /** @param capacity how many plans are kept; the least recently used one makes room for a new one */
    PlanCache(int capacity, Function<Schema, P> compile) {
        this.capacity = capacity;
        this.compile = compile;
    }

    /** Either a plan, or why there can be none. */
    private record Outcome<P>(@Nullable P plan, @Nullable DataException failure) {
        P orThrow() {
            if (plan == null) {
                // Anew for each record: an exception is the account of one failure.
                throw new DataException(failure == null ? "" : failure.getMessage(), failure);
            }
            return plan;
        }
    }

    /** @throws DataException if there can be no plan for this schema, each time it is asked for */
    P planFor(Schema schema) {
        if (schema == lastSchema && lastPlan != null) {
            return lastPlan;
        }
        Outcome<P> outcome = byInstance.get(schema);
        if (outcome == null) {
            outcome = outcomeForNewInstance(schema);
            if (byInstance.size() >= capacity) {
                // Instances that never come again would fill it otherwise, and no count of uses is worth its price
                // here.
                byInstance.clear();
            }
            byInstance.put(schema, outcome);
        }
        P plan = outcome.orThrow();
        lastSchema = schema;
        lastOutcome = outcome;
        lastPlan = plan;
        return plan;
    }

    /** For tests: how many instances are held at the moment. */
    int instances() {
        return byInstance.size();
    }

    private Outcome<P> outcomeForNewInstance(Schema schema) {
        return lastSchema != null && lastOutcome != null && SchemaEquality.areEqual(schema, lastSchema)
                ? lastOutcome
                : outcomeForEqual(schema);
    }

    private Outcome<P> outcomeForEqual(Schema schema) {
        Outcome<P> known = byEquality.get(schema);
        if (known != null) {
            return known;
        }
        Outcome<P> compiled = outcomeOf(schema);
        if (byEquality.size() >= capacity) {
            byEquality.remove(byEquality.keySet().iterator().next());
            warnOnceWhenThrashing();
        }
        byEquality.put(schema, compiled);
        return compiled;
    }

    private Outcome<P> outcomeOf(Schema schema) {
        try {
            return new Outcome<>(compile.apply(schema), null);
        } catch (DataException e) {
            return new Outcome<>(null, e);
        }
    }

    private void warnOnceWhenThrashing() {
        if (++evictions == capacity) {
            log.warn(
                    "{} schemas were planned anew because more than schema.cache.size={} are in use at once; raise it"
                            + " to spare the work",
                    evictions,
                    capacity);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.Optional;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the structs of one schema are.
 *
 * @param control whether Debezium says something about itself with them
 * @param plan how they are unwrapped; null where they are no envelopes
 */
record Recognised(boolean control, @Nullable CdcPlan plan) {
    private static final Logger log = LoggerFactory.getLogger(Recognised.class);

    /** @throws DataException if they are envelopes whose values cannot be laid out as columns */
    static Recognised of(Schema schema, CdcSettings settings, FieldDrops drops, JsonExpander expander) {
        if (ControlKind.isOne(schema)) {
            return new Recognised(true, null);
        }
        Detection detection = settings.envelopes().detection();
        Optional<Envelope> envelope = Envelope.of(schema, detection).or(() -> Envelope.ofMessage(schema));
        if (envelope.isEmpty() && Envelope.mayBe(schema, detection)) {
            log.warn(
                    "Records with the schema '{}' are not unwrapped: it is named or laid out like an envelope, but"
                            + " lacks a STRING 'op' or rows that are structs in 'before' and 'after'. MongoDB's rows are"
                            + " JSON texts; unwrap them with Debezium's ExtractNewDocumentState",
                    Schemas.nameOf(schema));
        }
        return new Recognised(
                false,
                envelope.map(found -> new CdcPlan(found, settings, drops, expander))
                        .orElse(null));
    }
}

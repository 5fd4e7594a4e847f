// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.transforms.cdc.DropSettings;
import dev.sluice.connect.transforms.cdc.RouteSettings;
import dev.sluice.connect.transforms.cdc.TopicTemplate;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The keys that decide with which topic and without which fields a record goes on. */
final class RoutingConfig {
    static final ConfigKey<String> ROUTE_BY_FIELD = ConfigKey.string("route.by.field")
            .doc("The STRING column whose value is the topic with which a record goes on; of a delete, the column"
                    + " of 'before', or else of the key. A blank or null value keeps the topic. Tombstones keep it"
                    + " too: they have no row.");

    static final ConfigKey<TopicTemplate> ROUTE_TOPIC = ConfigKey.parsed("route.topic", RoutingConfig::template)
            .defaultTo("")
            .doc("The topic with which a record goes on, put together from values of its envelope, for example"
                    + " ${source.db}.${source.table}. References are those of add.fields, and ${topic} is the topic"
                    + " that the record has. Tombstones keep their topic: they have no envelope. Not together with"
                    + " route.by.field.");

    static final ConfigKey<String> DROP_FIELDS_HEADER = ConfigKey.string("drop.fields.header.name")
            .importance(ConfigDef.Importance.LOW)
            .displayName("Header that lists fields to drop")
            .dependents("drop.fields.from.key", "drop.fields.keep.schema.compatible")
            .doc("The header with a list of fields that are left out of the record. The name of a nested struct"
                    + " stands for all its columns.");

    static final ConfigKey<Boolean> DROP_FIELDS_FROM_KEY = ConfigKey.bool("drop.fields.from.key")
            .defaultTo(false)
            .importance(ConfigDef.Importance.LOW)
            .displayName("Drop fields from the key")
            .doc("Whether the fields that the header lists are left out of the key too.");

    static final ConfigKey<Boolean> DROP_FIELDS_KEEP_COMPATIBLE = ConfigKey.bool("drop.fields.keep.schema.compatible")
            .defaultTo(true)
            .importance(ConfigDef.Importance.LOW)
            .displayName("Drop optional fields only")
            .doc("Whether only optional fields are left out, so that readers of the whole schema can read the"
                    + " smaller one.");

    private RoutingConfig() {}

    static RouteSettings routes(ConfigValues values) {
        String field = values.get(ROUTE_BY_FIELD);
        TopicTemplate template = values.get(ROUTE_TOPIC);
        if (!field.isEmpty() && !template.parts().isEmpty()) {
            throw new ConfigException(
                    "route.by.field and route.topic both name the topic of a record; keep one of them");
        }
        return new RouteSettings(field, template);
    }

    static DropSettings drops(ConfigValues values) {
        return new DropSettings(
                values.get(DROP_FIELDS_HEADER),
                values.get(DROP_FIELDS_FROM_KEY),
                values.get(DROP_FIELDS_KEEP_COMPATIBLE));
    }

    private static TopicTemplate template(String text) {
        try {
            return TopicTemplate.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("route.topic", text, e.getMessage());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/**
 * What the user asked for.
 *
 * @param replaceNullWithDefault whether a null in a row becomes the default of its column
 * @param unavailableValue what the source sends in place of a value that it did not read
 * @param schemaCacheSize how many envelope schemas are kept planned at most
 */
public record CdcSettings(
        EnvelopeSettings envelopes,
        DeleteSettings deletes,
        FlattenSettings flattening,
        boolean replaceNullWithDefault,
        MetadataSettings metadata,
        DropSettings drops,
        RouteSettings routes,
        String unavailableValue,
        int schemaCacheSize) {}

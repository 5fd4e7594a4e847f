// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/**
 * What the user asked for.
 *
 * @param replaceNullWithDefault whether a null in a row becomes the default of its column
 * @param schemaCacheSize how many envelope schemas are kept planned at most
 */
public record CdcSettings(
        EnvelopeSettings envelopes,
        DeleteSettings deletes,
        FlattenSettings flattening,
        TypeSettings types,
        JsonSettings json,
        boolean replaceNullWithDefault,
        MetadataSettings metadata,
        DropSettings drops,
        RouteSettings routes,
        UnavailableSettings unavailable,
        int schemaCacheSize) {}

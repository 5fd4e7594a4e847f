// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/**
 * How a value that the source did not send is told, and what stands in its place.
 *
 * @param placeholder what the source sends instead of it
 */
public record UnavailableSettings(String placeholder, UnavailableMode mode) {}

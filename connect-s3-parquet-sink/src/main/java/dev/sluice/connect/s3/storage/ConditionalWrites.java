// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

/** The values of {@code conditional.writes}: whether the store is asked to refuse a second object of one name. */
public enum ConditionalWrites {
    /** Try at start whether the store honours it. */
    AUTO,
    /** Rely on it. */
    ON,
    /** Look for the object before creating it. */
    OFF
}

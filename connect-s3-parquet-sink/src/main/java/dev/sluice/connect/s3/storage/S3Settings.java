// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

/**
 * How the store is reached, and how objects are made in it.
 *
 * @param probeKey the object with which conditional writes are tried; it is made once and stays
 */
public record S3Settings(
        String bucket,
        Connection connection,
        Credentials credentials,
        NewObjects objects,
        ConditionalWrites conditionalWrites,
        String probeKey) {}

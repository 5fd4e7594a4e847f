// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

/**
 * Which topic a record goes on with; at most one of the two is given.
 *
 * @param byField the column that holds the name of the topic; empty if none does
 * @param template what the name is put together from; without parts if the record keeps its topic
 */
public record RouteSettings(String byField, TopicTemplate template) {}

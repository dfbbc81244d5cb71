package io.millrace.sql.tree.element;

/** One entry of the parentheses of CREATE STREAM or CREATE TABLE. */
public sealed interface TableElement
        permits PhysicalColumn,
                ComputedColumn,
                MetadataColumn,
                PrimaryKey,
                UniqueElement,
                CheckElement,
                WatermarkElement {
    <R> R accept(TableElementVisitor<R> visitor);
}

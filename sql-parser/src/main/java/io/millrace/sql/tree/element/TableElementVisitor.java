package io.millrace.sql.tree.element;

/** What to do for each kind of {@link TableElement}. */
public interface TableElementVisitor<R> {
    R visitPhysicalColumn(PhysicalColumn element);

    R visitComputedColumn(ComputedColumn element);

    R visitMetadataColumn(MetadataColumn element);

    R visitPrimaryKey(PrimaryKey element);

    R visitUnique(UniqueElement element);

    R visitCheck(CheckElement element);

    R visitWatermark(WatermarkElement element);
}

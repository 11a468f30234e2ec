import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.FSDirectory;

/** Builds an index of lines from standard input, or answers queries that come there, with nanoseconds of wall and CPU. */
public class Lucene {
    static final int LIMIT = 10;
    static final String[] FIELDS = {"title", "body"};

    public static void main(String[] arguments) throws Exception {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var directory = FSDirectory.open(Path.of(arguments[1]));
        if (arguments[0].equals("build")) build(lines, directory);
        else search(lines, directory);
    }

    static void build(BufferedReader lines, FSDirectory directory) throws Exception {
        var text = new FieldType(TextField.TYPE_STORED);
        text.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS); // for the highlighter
        try (var writer = new IndexWriter(directory, new IndexWriterConfig(new WhitespaceAnalyzer()))) {
            for (String line; (line = lines.readLine()) != null; ) {
                var parts = line.split("\t", -1);
                var document = new Document();
                document.add(new Field("title", parts[0], text));
                document.add(new Field("body", parts[1], text));
                for (String tag : parts[2].split(" ")) document.add(new StringField("tags", tag, Field.Store.NO));
                document.add(new LongField("date", Long.parseLong(parts[3]), Field.Store.NO));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
    }

    static void search(BufferedReader lines, FSDirectory directory) throws Exception {
        var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        var threads = ManagementFactory.getThreadMXBean();
        var searcher = new IndexSearcher(DirectoryReader.open(directory));
        searcher.setQueryCache(null); // the same queries come again and again, and others have no cache of answers
        var highlighter = UnifiedHighlighter.builder(searcher, new WhitespaceAnalyzer()).build();
        for (String line; (line = lines.readLine()) != null; ) {
            var parts = line.split("\t", -1);
            var terms = parts[1].split(" ");
            boolean shown = parts[0].equals("answer");
            var query = shown ? null : query(parts, terms);
            long wall = System.nanoTime(), cpu = threads.getCurrentThreadCpuTime();
            var rows = shown
                ? answer(searcher, highlighter, terms)
                : hits(searcher, query, parts[0].equals("newest"));
            cpu = threads.getCurrentThreadCpuTime() - cpu;
            wall = System.nanoTime() - wall;
            out.print(wall + "\t" + cpu);
            for (String row : rows) out.print("\t" + row);
            out.print("\n");
            out.flush();
        }
    }

    static List<String> hits(IndexSearcher searcher, Query query, boolean newest) throws Exception {
        var sort = new Sort(new SortedNumericSortField("date", SortField.Type.LONG, true));
        var found = newest ? searcher.search(query, LIMIT, sort) : searcher.search(query, LIMIT);
        var rows = new ArrayList<String>();
        for (var hit : found.scoreDocs) rows.add(Integer.toString(hit.doc));
        return rows;
    }

    static List<String> answer(IndexSearcher searcher, UnifiedHighlighter highlighter, String[] terms) throws Exception {
        var query = words(terms, BooleanClause.Occur.MUST);
        var found = searcher.search(query, LIMIT);
        if (found.scoreDocs.length == 0) found = searcher.search(query = words(terms, BooleanClause.Occur.SHOULD), LIMIT);
        var snippets = highlighter.highlight("body", query, found, 1);
        var rows = new ArrayList<String>();
        for (int i = 0; i < found.scoreDocs.length; i++) {
            rows.add(searcher.storedFields().document(found.scoreDocs[i].doc).get("title"));
            rows.add(snippets[i] == null ? "" : snippets[i]);
        }
        return rows;
    }

    static Query query(String[] parts, String[] terms) {
        if (parts[0].equals("phrase")) return either(field -> new PhraseQuery(field, terms));
        if (parts[0].equals("prefix")) return either(field -> new PrefixQuery(new Term(field, terms[0])));
        var found = words(terms, parts[0].equals("OR3") ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST);
        if (parts[2].isEmpty()) return found;
        return new BooleanQuery.Builder()
            .add(found, BooleanClause.Occur.MUST)
            .add(new TermQuery(new Term("tags", parts[2])), BooleanClause.Occur.FILTER)
            .add(LongField.newRangeQuery("date", Long.parseLong(parts[3]), Long.parseLong(parts[4])), BooleanClause.Occur.FILTER)
            .build();
    }

    static Query words(String[] terms, BooleanClause.Occur occur) {
        var all = new BooleanQuery.Builder();
        for (String term : terms) all.add(either(field -> boosted(field, new TermQuery(new Term(field, term)))), occur);
        return all.build();
    }

    static Query boosted(String field, Query query) {
        return field.equals("title") ? new BoostQuery(query, 5) : query;
    }

    static Query either(java.util.function.Function<String, Query> of) {
        var any = new BooleanQuery.Builder();
        for (String field : FIELDS) any.add(of.apply(field), BooleanClause.Occur.SHOULD);
        return any.build();
    }
}

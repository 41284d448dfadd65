//! Layout of random valid documents with comments in every gap the grammar has.

use crate::layout::check_layout;
use proptest::prelude::*;

type Texts = BoxedStrategy<String>;

fn one(choices: &'static [&'static str]) -> Texts {
    prop::sample::select(choices).prop_map(str::to_owned).boxed()
}

/// White space within a node that is not empty.
fn gap() -> Texts {
    let piece = one(&[
        " ",
        "\t",
        "\u{3000}",
        " /* a */ ",
        "/*b\n  c*/",
        "/**/",
        " \\\n",
        "\\ // d\n",
        " \\ /* e */ // f \r\n  ",
        "\\\r\n\t",
        " ",
        " ",
    ]);
    prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat()).boxed()
}

fn maybe(strategy: Texts) -> Texts {
    prop_oneof![2 => Just(String::new()), 1 => strategy].boxed()
}

fn name() -> Texts {
    one(&[
        "a",
        "\"b\"",
        "\"c d\"",
        "#\"e\"#",
        "'f",
        "g:h",
        "\"\"\"\n  i\n  \"\"\"",
        "\"j,\"",
        "é",
        "-",
    ])
}

fn value() -> Texts {
    one(&[
        "a",
        "\"b\\n\"",
        "1_0",
        "#true",
        "#\"c\"#",
        "\"\"\"\n   d\n\n     e\n   \"\"\"",
        "##\"\"\"\r\n\tf \r\n\t\"\"\"##",
        "\"\"\"\n g \\\n\n  h\n \"\"\"",
        "\"i \\\n  j\"",
        "#nan",
        "-",
        "\"// k\"",
        "\"\"",
    ])
}

fn annotation() -> Texts {
    let inner = (maybe(gap()), name(), maybe(gap()), maybe(gap()));
    maybe(inner.prop_map(|(a, name, b, c)| format!("({a}{name}{b}){c}")).boxed())
}

fn slashdash() -> Texts {
    let space =
        prop::collection::vec(one(&[" ", "\n", "// a\n", "/* b */", "\\\n", "\\ // c\n"]), 0..3);
    maybe(space.prop_map(|space| format!("/-{}", space.concat())).boxed())
}

fn entry() -> Texts {
    let key = (name(), maybe(gap()), maybe(gap())).prop_map(|(key, a, b)| format!("{key}{a}={b}"));
    (gap(), slashdash(), maybe(key.boxed()), annotation(), value())
        .prop_map(|(gap, hidden, key, annotation, value)| {
            // A key has no annotation of its own; that of the value stands behind the `=`.
            format!("{gap}{hidden}{key}{annotation}{value}")
        })
        .boxed()
}

fn line_space() -> Texts {
    let piece = one(&[
        "\n",
        "\n",
        "\r\n",
        " ",
        "// a\n",
        "  // b  \n",
        "/* c */",
        "/* d\n */",
        "\\\n",
        "\n\n",
    ]);
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat()).boxed()
}

fn node() -> Texts {
    let head = (slashdash(), annotation(), name(), prop::collection::vec(entry(), 0..3))
        .prop_map(|(hidden, annotation, name, entries)| {
            format!("{hidden}{annotation}{name}{}", entries.concat())
        })
        .boxed();
    let end = one(&[
        "\n",
        ";",
        " // a\n",
        "/* b */\n",
        "\r\n",
        " \\\n // c\n",
        " \\ // d\n /* e */;",
        "; ",
    ]);
    let leaf = (line_space(), head.clone(), maybe(gap()), end.clone())
        .prop_map(|(space, head, gap, end)| format!("{space}{head}{gap}{end}"));
    leaf.prop_recursive(3, 10, 3, move |inner| {
        let nodes = (prop::collection::vec(inner, 0..3), line_space());
        let block =
            nodes.prop_map(|(nodes, space)| format!("{{{}{space}}}", nodes.concat())).boxed();
        let hidden =
            (gap(), block.clone()).prop_map(|(gap, block)| format!("{gap}/-{block}")).boxed();
        (
            line_space(),
            head.clone(),
            maybe(hidden.clone()),
            gap(),
            block,
            maybe(hidden),
            end.clone(),
        )
            .prop_map(|(space, head, before, gap, block, after, end)| {
                format!("{space}{head}{before}{gap}{block}{after}{end}")
            })
    })
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::cases(600), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_documents_survive_their_layout(nodes in prop::collection::vec(node(), 0..4), end in line_space()) {
        check_layout(&(nodes.concat() + &end));
    }
}

//! How much of what is dropped while training, and how much each task counts.

/// Shares of numbers dropped, and weights of the tasks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    /// Of a word's vector.
    pub input: f32,
    /// Of a recurrent layer's state, from step to step.
    pub state: f32,
    /// Of a recurrent layer's output.
    pub layer: f32,
    /// Of the layers between.
    pub inner: f32,
    /// Of a word's pieces.
    pub piece: f32,
    /// Of known forms, whatever they are.
    pub word: f32,
    /// A form that occurs `n` times is dropped with probability `rare_word / (rare_word + n)`.
    pub rare_word: f32,
    /// Share of sentences that are read with the capitals of a headline.
    pub title: f32,
    /// Share of sentences that are read in capitals only.
    pub upper: f32,
    /// Weights of part of speech, Penn tag, feature line, name, lemma script, head and relation.
    pub tasks: [f32; 7],
}

impl Default for Noise {
    fn default() -> Self {
        Noise {
            input: 0.25,
            state: 0.2,
            layer: 0.33,
            inner: 0.33,
            piece: 0.1,
            word: 0.05,
            rare_word: 0.5,
            title: 0.06,
            upper: 0.03,
            tasks: [0.5, 0.5, 0.5, 0.7, 1.0, 1.0, 1.0],
        }
    }
}

// What each step of a drive shows; the first that does not hold ends the run.

import {inspect, isDeepStrictEqual} from 'node:util'

class Wrong extends Error {}

export function expect(what, is, wanted) {
    if (!isDeepStrictEqual(is, wanted)) {
        throw new Wrong(`${what}: expected ${inspect(wanted)}, got ${inspect(is)}`)
    }
    console.log(`ok ${what}`)
}

export async function refused(what, type, call) {
    try {
        await call()
    } catch (problem) {
        expect(what, problem.type, type)
        return
    }
    throw new Wrong(`${what}: was not refused`)
}

// The official JavaScript SDK, from `node_modules` where the drive runs.

import {createRequire} from 'node:module'
import {join} from 'node:path'

const require = createRequire(join(process.cwd(), 'drive'))

export const Files = require('files.com/lib/Files')
export const Api = require('files.com/lib/Api')

// A class of the SDK; none where it has none for the resource.
export function model(name) {
    try {
        return require(`files.com/lib/models/${name}`)
    } catch (problem) {
        if (problem.code === 'MODULE_NOT_FOUND') return null
        throw problem
    }
}
